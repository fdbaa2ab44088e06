"""Bihuan (闭环): a sales process a company can shape, follow and prove."""
