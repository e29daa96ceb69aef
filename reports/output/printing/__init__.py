"""Printing as a service: files of documents are made in processes of their own, once each, and kept."""
