"""Echo requests and what came of them."""
