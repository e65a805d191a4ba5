"""The DLMS/COSEM dictionary: interface classes, logical names, units, types."""
