"""One folder a screen: queries on marts, pure figures, and the layout that joins them."""
