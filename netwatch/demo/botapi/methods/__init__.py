"""The Bot API's methods, one file per topic; each is a function of the world and the request's parameters."""
