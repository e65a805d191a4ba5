/* Gives the target of fuzz_codecs.c lines of hex from standard input, where libFuzzer is not there. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char line[1 << 18];

int main(void)
{
    while (fgets(line, sizeof line, stdin) != NULL) {
        const size_t size = strcspn(line, "\n") / 2u;
        uint8_t *exact = malloc(size + (size == 0u));
        size_t at;
        for (at = 0; at < size; at++) {
            unsigned octet = 0;
            sscanf(line + 2u * at, "%2x", &octet);
            exact[at] = (uint8_t)octet;
        }
        (void)LLVMFuzzerTestOneInput(exact, size);
        free(exact);
    }
    puts("done");
    return 0;
}
