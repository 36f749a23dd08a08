"""Tests of reading Word forms by their printed words."""
