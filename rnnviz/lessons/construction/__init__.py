"""The lesson "RNN to LSTM": four stages on one input, and the three cells side by side."""
