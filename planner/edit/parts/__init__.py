"""The parts of a plan as tables that are edited cell by cell: bands, stages, routes, officers, figures, …"""
