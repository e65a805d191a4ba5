"""The Smart Energy dictionary: clusters of the ZigBee Cluster Library, their attributes and commands."""
