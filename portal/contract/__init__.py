"""What a folder of portal/tasks offers to the rest of the program, and what those that there are have offered."""
