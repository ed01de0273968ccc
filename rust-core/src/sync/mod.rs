//! Sync without a network: plan what to ask for, check what came, apply it or keep the old list.
