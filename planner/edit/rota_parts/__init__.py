"""What a rota is made of, as tables that can be typed into."""
