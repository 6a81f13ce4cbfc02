/**
 * Planning and running: {@link org.neocog.exec.Planner} makes of a graph and a device a {@link org.neocog.exec.Plan} whose
 * memory is known before it runs, {@link org.neocog.exec.Executor} runs it, {@link org.neocog.exec.Session} holds what the
 * plans of one network share.
 */
package org.neocog.exec;
