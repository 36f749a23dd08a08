"""Say what a form is: the model, its loader, the policies' rules and the records the other parts share."""
