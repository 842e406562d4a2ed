"""What needs torch: models, training, and autograd's word on the core's gradients. No Streamlit."""

import os

# A step frees tens of megabytes and the next asks for as many: in pages of 4 kB, a quarter of a step with reviews.
# torch asks Linux for pages of 2 MB if this stands before its first tensor: https://github.com/pytorch/pytorch/pull/107697
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
