namespace Lamina.Node.Tests.Exploration;

/// <summary>Ways to use a ring wrongly that the explorer must find.</summary>
internal enum RingMutation
{
    None,

    /// <summary>The consumer looks, raises its flag, and sleeps without looking again.</summary>
    ConsumerWithoutSecondLook,

    /// <summary>The same for the producer.</summary>
    ProducerWithoutSecondLook,

    /// <summary>The consumer gives records back before it has read them.</summary>
    ReleaseBeforeReading,

    /// <summary>The producer publishes and does not wake.</summary>
    ProducerForgetsToWake,
}
