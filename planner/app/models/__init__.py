"""Item models: values of the plan as tables that can be sorted and filtered."""
