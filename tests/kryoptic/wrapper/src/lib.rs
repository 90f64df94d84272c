//! Nothing: this package pins what `../build` builds.
