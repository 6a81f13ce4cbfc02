/**
 * Training and what comes of it: {@link org.neocog.train.Trainer} makes a run, {@link org.neocog.train.RunFolder} keeps it,
 * {@link org.neocog.train.Evaluator} measures it, {@link org.neocog.train.Predictor} uses it.
 */
package org.neocog.train;
