export { poolEvaluations } from '../evaluation.js';
export { type Difference, pairedDifference } from '../paired-difference.js';
export { METRICS as facts, type MetricFacts, type MetricName, metricNames as names } from './metrics.js';
