/** The type of an output that holds what a page needs to show the trainer's knobs without a kernel; see `tuner`. */
export const TUNER_TYPE = 'application/vnd.listenlab.tuner+json';

/** The type of an output that holds what a page needs to answer questions about artists; see `tryIt`. */
export const TRY_TYPE = 'application/vnd.listenlab.try+json';
