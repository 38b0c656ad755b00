"""What must be quick and never wait for Django: webhooks in, the live stream out, and whether all is up."""
