"""What every page and call shares: settings, limits, headers, layout."""
