//! Agave / Tapis v2: apps, jobs, files and actors.
