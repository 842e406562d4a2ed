"""The way through a lesson: its steps as data, what a question's answer is, and what a guess is worth. No screen."""
