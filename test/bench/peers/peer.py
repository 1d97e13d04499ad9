"""What every peer shares: requests come as JSON lines, answers go back as JSON lines."""

import json
import sys
import time


def serve(answer):
    """Calls answer(**request) for each line of standard input until it ends."""
    replies = sys.stdout
    sys.stdout = sys.stderr  # libraries that print must not disturb the replies
    for line in sys.stdin:
        replies.write(json.dumps(answer(**json.loads(line))) + "\n")
        replies.flush()


class Clock:
    """with Clock() as clock: ...; then clock.cost(): seconds, and CPU seconds of all threads."""

    def __enter__(self):
        self.start = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.end = time.perf_counter(), time.process_time()

    def cost(self, parts=1):
        """What one of so many equal parts took."""
        wall, cpu = ((end - start) / parts for start, end in zip(self.start, self.end))
        return {"seconds": wall, "cpuSeconds": cpu}
