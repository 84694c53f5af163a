package org.tigstore.server;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.tigstore.block.StoreFigures;
import org.tigstore.cluster.PeerFigures;

/**
 * Where the figures of a running node come from. Each is as of the moment in which it is asked for.
 *
 * @param version which tig it is
 * @param ready whether callers may come
 * @param store what its store has, and what happened there
 * @param peers how many other nodes there are
 * @param requests what came, and what became of it
 * @param uploads how many bodies come at the moment
 */
record NodeFigures(
    String version,
    BooleanSupplier ready,
    Supplier<StoreFigures> store,
    Supplier<PeerFigures> peers,
    RequestTally requests,
    IntSupplier uploads) {}
