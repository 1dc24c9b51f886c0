"""The tests. (A package of its own name: the one that Ciw installs beside itself would be imported instead.)"""
