"""Revenue shares: packs, pools, who holds them, and how they end."""
