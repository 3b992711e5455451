"""One record for the same edition in many libraries: import, matching, merging, splitting."""
