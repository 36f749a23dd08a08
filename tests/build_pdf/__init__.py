"""The PDF builder by itself: page trees made by hand, looked at through readers of PDF."""
