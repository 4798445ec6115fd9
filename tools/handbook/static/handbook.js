// A page opened from the disk may not read other pages, so the search shows titles there, and no excerpts.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
