"""Names that a generated identifier must not take.

The lists are spelt out, not asked of the running Python or compiler: generated names must not
depend on the version of the tool that made them.
"""

import keyword

__all__ = ["C_RESERVED", "PYTHON_RESERVED"]

_C_KEYWORDS = """
alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class
co_await co_return co_yield compl complex concept const const_cast consteval constexpr constinit continue
decltype default delete do double dynamic_cast else enum explicit export extern false float for fortran friend
goto if imaginary inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private
protected public register reinterpret_cast requires restrict return short signed sizeof static static_assert
static_cast struct switch template this thread_local throw true try typedef typeid typename typeof typeof_unqual
union unsigned using virtual void volatile wchar_t while xor xor_eq
"""

_C_MACROS_AND_TYPES = """
I NULL EOF NAN INFINITY HUGE_VAL BUFSIZ FILENAME_MAX FOPEN_MAX TMP_MAX RAND_MAX EXIT_SUCCESS EXIT_FAILURE
CLOCKS_PER_SEC SIG_DFL SIG_ERR SIG_IGN EDOM EILSEQ ERANGE assert errno offsetof setjmp signal stdin stdout stderr
va_arg va_copy va_end va_start math_errhandling isfinite isinf isnan isnormal signbit fpclassify
CHAR_BIT CHAR_MAX CHAR_MIN SCHAR_MAX SCHAR_MIN UCHAR_MAX SHRT_MAX SHRT_MIN USHRT_MAX INT_MAX INT_MIN UINT_MAX
LONG_MAX LONG_MIN ULONG_MAX LLONG_MAX LLONG_MIN ULLONG_MAX SIZE_MAX SSIZE_MAX PTRDIFF_MAX PTRDIFF_MIN
INT8_MAX INT8_MIN UINT8_MAX INT16_MAX INT16_MIN UINT16_MAX INT32_MAX INT32_MIN UINT32_MAX INT64_MAX INT64_MIN
UINT64_MAX INT8_C INT16_C INT32_C INT64_C UINT8_C UINT16_C UINT32_C UINT64_C INTMAX_C UINTMAX_C
int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intmax_t uintmax_t intptr_t uintptr_t
size_t ssize_t ptrdiff_t max_align_t FILE fpos_t time_t clock_t tm div_t main
unix linux i386 arm mips sun vax far near huge interrupt min max TRUE FALSE BOOL ERROR DELETE IN OUT OPTIONAL
"""

_PYTHON_BUILTINS = """
abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod cls compile complex
copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr
globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max
memoryview min mro next object oct open ord pow print property quit range repr reversed round self set setattr
slice sorted staticmethod str sum super tuple type vars zip Ellipsis NotImplemented ArithmeticError
AssertionError AttributeError BaseException BufferError EOFError Exception ImportError IndexError KeyError
KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError RecursionError
ReferenceError RuntimeError StopIteration SyntaxError SystemError SystemExit TimeoutError TypeError
UnicodeError ValueError Warning ZeroDivisionError
"""

_PYTHON_SOFT_KEYWORDS = "_ case match type"

C_RESERVED = frozenset(f"{_C_KEYWORDS} {_C_MACROS_AND_TYPES}".split())
"""Keywords up to C23 and of C++, macros and types of the standard headers and of common compilers."""

PYTHON_RESERVED = frozenset((*keyword.kwlist, *_PYTHON_SOFT_KEYWORDS.split(), *_PYTHON_BUILTINS.split()))
"""Keywords (unchanged since Python 3.7), soft keywords and built-ins, ``self``, ``cls`` and ``mro``."""
