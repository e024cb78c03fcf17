"""A report worker that outlives the application it makes reports for: starting takes longer than making a report."""

from assess.reports.pool import RenderPool


class Lasting(RenderPool):
    """Workers that stay when an application closes its pool; `end` ends them."""

    def close(self) -> None:
        """Wait for the reports at hand."""
        for worker in [self._slots.get() for _ in range(self._size)]:
            self._slots.put(worker)

    def end(self) -> None:
        """End the workers."""
        super().close()
