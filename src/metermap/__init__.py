"""metermap: align a smart metering data catalogue with DLMS/COSEM and Smart Energy."""

__all__ = ["__version__"]
__version__ = "0.1.0"
