"""What needs torch: models, training, and autograd's word on the core's gradients. No Streamlit."""
