package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.junit.jupiter.api.Test;

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
}
