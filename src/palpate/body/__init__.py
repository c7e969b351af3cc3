"""The body: meshes and motion, from the records in content/body and the surfaces of the source model."""
