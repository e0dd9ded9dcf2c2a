"""What templates can say: every name is declared here once, with what it is and how it is made."""
