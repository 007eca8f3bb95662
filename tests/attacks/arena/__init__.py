"""Where attacks are tried: what they declare, the ground that they meet, and what they may leave behind."""
