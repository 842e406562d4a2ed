"""The lesson on what a trained net has learned: its states, what they tell, and what happens when they are held."""
