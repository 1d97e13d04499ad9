import fc from 'fast-check';

// Generated inputs are the same in every run; LISTENLAB_FUZZ_SEED=2 generates others.
fc.configureGlobal({ seed: Number(process.env.LISTENLAB_FUZZ_SEED ?? 1) });
