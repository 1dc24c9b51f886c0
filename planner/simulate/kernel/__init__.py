"""The compiled engine: one event loop over flat records. Import it through `planner.simulate.compiled.load`."""
