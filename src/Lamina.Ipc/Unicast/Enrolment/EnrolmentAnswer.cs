using Lamina.Core;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>What a member has answered to somebody who wanted a flow for enrolment.</summary>
internal static class EnrolmentAnswer
{
    /// <summary>Looks whether both sides fit.</summary>
    /// <param name="connections">This side's.</param>
    /// <param name="data">What came with the flow.</param>
    /// <param name="dialled">The name that was dialled.</param>
    /// <param name="place">What answers, in a sentence: "what is there".</param>
    /// <param name="failure">The beginning of a sentence about why not.</param>
    /// <param name="terms">How the flow's ends work; null where they do not fit.</param>
    public static Outcome Conclude(
        ConnectionManager connections, ReadOnlySpan<byte> data, Name dialled, string place, string failure, out FlowTerms? terms)
    {
        terms = null;
        if (!ConnectionData.TryRead(data, out ReadOnlySpan<byte> answer, out ConnectionHello hello)
            || hello.Component != ConnectionComponent.Enrolment)
        {
            connections.Counters.Malformed++;
            return Outcome.Failed($"{failure}: {place} does not answer like an IPC process");
        }

        ConnectionFault fault = connections.Examine(hello);
        return fault != ConnectionFault.None ? connections.Describe(fault, dialled.Value, hello)
            : FlowTerms.TryConclude(answer, QosSpec.Data, out terms, out CloseReason reason) ? Outcome.Ok
            : RefusalText.Of(reason, failure);
    }
}
