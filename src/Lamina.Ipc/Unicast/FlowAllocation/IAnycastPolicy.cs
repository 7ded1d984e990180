using Lamina.Core;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>In which order the members that serve one name are asked for a flow.</summary>
internal interface IAnycastPolicy
{
    /// <summary>The members, who is asked first at the front.</summary>
    /// <param name="hash">The name's hash.</param>
    /// <param name="members">All that are to be asked, by address.</param>
    /// <param name="now">The present.</param>
    IEnumerable<Address> Order(in NameHash hash, IReadOnlyList<Address> members, Instant now);

    /// <summary>As <see cref="Order"/> would say, without a turn taken: nobody is asked.</summary>
    IEnumerable<Address> Preview(in NameHash hash, IReadOnlyList<Address> members, Instant now);

    /// <summary>A member has not answered.</summary>
    void HandleSilence(Address member, Instant now);

    /// <summary>A member has answered.</summary>
    void HandleAnswer(Address member);
}
