# system tests: shell scripts that print TAP
