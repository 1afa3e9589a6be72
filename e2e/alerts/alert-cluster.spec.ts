import { describeAlertsOfCluster } from '../support/alerts/cluster-suite.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';

describeWithRedis('alerts of instances that share a log in Redis', () => {
  describeAlertsOfCluster(() => RedisServer.start());
});

describeWithNats('alerts of instances that share a log in NATS', () => {
  describeAlertsOfCluster(() => NatsServer.start());
});
