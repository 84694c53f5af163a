package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/** What the bean asks of its container, which otherwise would serialise calls and time them out. */
class StoreBeanTest {
  @Test
  void theContainerNeitherSerialisesCallsNorOpensTransactions() {
    assertThat(StoreBean.class.getAnnotation(ConcurrencyManagement.class).value())
        .isEqualTo(ConcurrencyManagementType.BEAN);
    assertThat(StoreBean.class.getAnnotation(TransactionAttribute.class).value())
        .isEqualTo(TransactionAttributeType.NOT_SUPPORTED);
  }

  @Test
  void theTimerIsNotKeptOverRestarts() throws NoSuchMethodException {
    Schedule schedule = StoreBean.class.getMethod("sweep").getAnnotation(Schedule.class);

    assertThat(schedule.persistent()).isFalse();
    assertThat(schedule.second()).isEqualTo("0");
    assertThat(schedule.minute()).isEqualTo("*");
    assertThat(schedule.hour()).isEqualTo("*");
  }

  @Test
  void aBeanThatWasNotOpenedHasNoStore() {
    assertThatIllegalStateException().isThrownBy(() -> new StoreBean().figures());
  }

  @Test
  void readsPassTheContainerByAndChangesDoNot() throws IOException {
    BlockStore direct = new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock());
    BlockStore managed = new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock());
    BlockStore store = new DirectReads(direct, managed);
    BlockName name = Bodies.nameOf("key");

    store.write(name, Bodies.of("value"), Condition.NONE);
    direct.write(name, Bodies.of("read"), Condition.NONE);

    assertThat(Bodies.readText(managed, name)).isEqualTo("value");
    assertThat(Bodies.readText(store, name)).isEqualTo("read");
  }
}
