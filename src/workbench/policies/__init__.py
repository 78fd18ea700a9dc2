"""The bank's texts: bundles, packs as documents, reference lists, and who provides each fact."""
