"""How the portal is served: on this machine only; a proxy that ends TLS stands before it (README)."""

import gc
import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 2
threads = 4
max_requests = 2000  # whatever a worker gathers in the long run goes with it
max_requests_jitter = 200
loglevel = "warning"
control_socket_disable = True  # nobody uses it, and it would be made in the home directory


def when_ready(server):
    """Print the address once the port is really ours."""
    print(f"\nเปิดระบบแล้วที่ http://{bind}  (กด Ctrl+C เพื่อปิด)", flush=True)


def post_worker_init(worker):
    """Let the garbage collector pass over what the portal holds for good: it would walk through all of it."""
    gc.collect()
    gc.freeze()
